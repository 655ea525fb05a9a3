package dev.atelier.net;

import org.jspecify.annotations.Nullable;

/**
 * Why a file was not fetched. The messages name neither the address, which may be a secret, nor what it resolved to; they are
 * for whoever gave the address.
 */
public abstract sealed class DownloadFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private DownloadFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The address, or one that it redirects to, is not to be connected to. Nothing was sent there. */
    public static final class Refused extends DownloadFailed {
        private static final long serialVersionUID = 1;

        Refused(String objection, @Nullable Throwable cause) {
            super("The address is refused: " + objection + ".", cause);
        }
    }

    /** The file has more bytes than allowed. */
    public static final class TooLarge extends DownloadFailed {
        private static final long serialVersionUID = 1;
        private final long limit;

        TooLarge(long limit) {
            super("The file has more than " + limit + " bytes.", null);
            this.limit = limit;
        }

        public long limit() {
            return limit;
        }
    }

    /** There is no such file, or no longer: 404 and 410. */
    public static final class NotFound extends DownloadFailed {
        private static final long serialVersionUID = 1;

        NotFound(int status) {
            super("There is no file at the address: it answers " + status + ".", null);
        }
    }

    /** The server answered something else than the file. */
    public static final class UnexpectedStatus extends DownloadFailed {
        private static final long serialVersionUID = 1;
        private final int status;

        UnexpectedStatus(int status) {
            super("The address answers " + status + " instead of a file.", null);
            this.status = status;
        }

        public int status() {
            return status;
        }

        /** Whether another time may go better: the server was busy or broken, it did not say no. */
        public boolean isTemporary() {
            return status == 408 || status == 425 || status == 429 || status >= 500;
        }
    }

    /** No answer, or not all of it: an unknown name, no connection, silence, a broken answer, too slow. */
    public static final class Unreachable extends DownloadFailed {
        private static final long serialVersionUID = 1;

        Unreachable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
