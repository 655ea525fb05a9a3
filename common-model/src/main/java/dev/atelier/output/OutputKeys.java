package dev.atelier.output;

import dev.atelier.job.Fence;

/**
 * Names in the store, such as {@code 6b/0197a3c4-…-1c2d3e4f5a6b/1-0-9f86d081884c7d65.png}: attempt, position and the beginning of
 * the SHA-256. Two copiers of one output write the same bytes under the same name, and other bytes get another one; no other
 * attempt ever uses it.
 */
public final class OutputKeys {
    private static final int OF_HASH = 16;

    private OutputKeys() {}

    public static String of(Fence fence, int position, String sha256, String contentType) {
        var job = fence.job().toString();
        return job.substring(job.length() - 2) + "/" + job + "/" + fence.attempt() + "-" + position + "-"
                + sha256.substring(0, OF_HASH) + "." + MediaTypes.extension(contentType);
    }
}
