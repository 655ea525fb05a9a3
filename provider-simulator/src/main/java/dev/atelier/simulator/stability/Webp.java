package dev.atelier.simulator.stability;

import java.util.Base64;

/** One black pixel: nothing here can write this format, and what looks at it looks at its first bytes. */
final class Webp {

    private static final String PIXEL = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";

    private Webp() {}

    static byte[] bytes() {
        return Base64.getDecoder().decode(PIXEL);
    }
}
