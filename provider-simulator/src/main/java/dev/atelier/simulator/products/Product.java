package dev.atelier.simulator.products;

import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;

/** What comes of one task. */
public sealed interface Product {

    /** How many files; words are none. */
    int count();

    /** Of a file's name. */
    String extension();

    String mediaType();

    record Pictures(PictureSize size, PictureFormat format, int count) implements Product {
        @Override
        public String extension() {
            return format.extension();
        }

        @Override
        public String mediaType() {
            return format.mediaType();
        }
    }

    /** Two seconds of video, 320 by 180, whatever was asked for: nothing here renders films. */
    record Clips(int count) implements Product {
        @Override
        public String extension() {
            return "mp4";
        }

        @Override
        public String mediaType() {
            return "video/mp4";
        }
    }

    /** Two seconds of a tone. */
    record Sounds(SoundFormat format, int count) implements Product {
        @Override
        public String extension() {
            return format.extension();
        }

        @Override
        public String mediaType() {
            return format.mediaType();
        }
    }

    record Words(String text) implements Product {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public String extension() {
            return "txt";
        }

        @Override
        public String mediaType() {
            return "text/plain";
        }
    }

    /** A file format that sounds come in. */
    enum SoundFormat {
        MP3("mp3", "audio/mpeg"),
        WAV("wav", "audio/wav"),
        OPUS("opus", "audio/ogg"),
        AAC("aac", "audio/aac"),
        FLAC("flac", "audio/flac"),
        /** Samples of 16 bits without a header, 24,000 a second. */
        PCM("pcm", "audio/L16");

        private final String extension;
        private final String mediaType;

        SoundFormat(String extension, String mediaType) {
            this.extension = extension;
            this.mediaType = mediaType;
        }

        public String extension() {
            return extension;
        }

        public String mediaType() {
            return mediaType;
        }
    }
}
