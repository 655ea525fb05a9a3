package dev.atelier.net;

/** Failures as {@link Downloads} throws them, for those who must cope with them. */
public final class DownloadFailures {
    private DownloadFailures() {}

    public static DownloadFailed notFound() {
        return new DownloadFailed.NotFound(404);
    }

    public static DownloadFailed unreachable() {
        return new DownloadFailed.Unreachable("The address cannot be reached.", null);
    }

    public static DownloadFailed tooLarge() {
        return new DownloadFailed.TooLarge(1);
    }
}
