package dev.atelier.simulator.forms;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.imageio.ImageIO;

/** What a field of a form may hold. */
public sealed interface FormRule {

    /** What is wrong with a text that came; empty when it may stand. */
    Optional<String> problemWith(String text);

    /** What is wrong with a file that came; empty when it may stand. */
    default Optional<String> problemWith(Form.Upload file) {
        return Optional.of("must not be a file");
    }

    /** How many parts of this name there may be. */
    default int most() {
        return 1;
    }

    static FormRule text(int min, int max) {
        return new Text(min, max);
    }

    static FormRule oneOf(String... values) {
        return new Choice(new LinkedHashSet<>(List.of(values)));
    }

    /** A whole number, both bounds included. */
    static FormRule whole(long min, long max) {
        return new Whole(min, max);
    }

    /** A number, both bounds included. */
    static FormRule number(String min, String max) {
        return new Decimal(new BigDecimal(min), new BigDecimal(max));
    }

    /** Characters are code points. */
    record Text(int min, int max) implements FormRule {
        @Override
        public Optional<String> problemWith(String text) {
            if (min > 0 && text.isBlank()) {
                return Optional.of("must not be empty");
            }
            var length = text.codePointCount(0, text.length());
            return length < min || length > max
                    ? Optional.of("must be " + min + " to " + max + " characters, not " + length)
                    : Optional.empty();
        }
    }

    record Choice(Set<String> values) implements FormRule {
        public Choice {
            values = new LinkedHashSet<>(values);
        }

        @Override
        public Optional<String> problemWith(String text) {
            return values.contains(text) ? Optional.empty() : Optional.of("must be one of " + values);
        }
    }

    record Whole(long min, long max) implements FormRule {
        @Override
        public Optional<String> problemWith(String text) {
            return text.matches("-?[0-9]{1,18}") && Long.parseLong(text) >= min && Long.parseLong(text) <= max
                    ? Optional.empty()
                    : Optional.of("must be a whole number from " + min + " to " + max);
        }
    }

    record Decimal(BigDecimal min, BigDecimal max) implements FormRule {
        @Override
        public Optional<String> problemWith(String text) {
            if (text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
                var number = new BigDecimal(text);
                if (number.compareTo(min) >= 0 && number.compareTo(max) <= 0) {
                    return Optional.empty();
                }
            }
            return Optional.of("must be a number from " + min + " to " + max);
        }
    }

    /** One http(s) address a part. */
    record Addresses(int most) implements FormRule {
        @Override
        public Optional<String> problemWith(String text) {
            return text.matches("https?://\\S+") ? Optional.empty() : Optional.of("must be a URL");
        }
    }

    /**
     * A PNG, JPEG or WebP; what it is counts, not what it is called. The size of a WebP is not looked at: nothing here reads it.
     *
     * @param minSide
     *            in pixels
     * @param maxBytes
     *            of each
     * @param orAddress
     *            whether an http(s) address may stand instead of a file
     */
    record Picture(int most, int minSide, int maxBytes, boolean orAddress) implements FormRule {
        private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
        private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

        @Override
        public Optional<String> problemWith(String text) {
            return orAddress && text.matches("https?://\\S+")
                    ? Optional.empty()
                    : Optional.of(orAddress ? "must be a file or a URL" : "must be a file");
        }

        @Override
        public Optional<String> problemWith(Form.Upload file) {
            if (file.bytes().length > maxBytes) {
                return Optional.of("must not be larger than " + maxBytes + " bytes");
            }
            var raster = starts(file.bytes(), PNG) || starts(file.bytes(), JPEG);
            if (!raster && !isWebp(file.bytes())) {
                return Optional.of("must be a PNG, JPEG or WebP image");
            }
            return raster && shortSide(file.bytes()) < minSide
                    ? Optional.of("must have at least " + minSide + " pixels on each side")
                    : Optional.empty();
        }

        private static boolean starts(byte[] bytes, byte[] magic) {
            return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
        }

        private static boolean isWebp(byte[] bytes) {
            return bytes.length > 12 && new String(bytes, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF")
                    && new String(bytes, 8, 4, StandardCharsets.ISO_8859_1).equals("WEBP");
        }

        private static int shortSide(byte[] bytes) {
            try {
                var picture = ImageIO.read(new ByteArrayInputStream(bytes));
                return picture == null ? 0 : Math.min(picture.getWidth(), picture.getHeight());
            } catch (IOException e) {
                return 0; // broken: no side at all
            }
        }
    }
}
