package dev.atelier.simulator.pictures;

/** Width and height in pixels. */
public record PictureSize(int width, int height) {

    /** The long side is given, the other one follows from the ratio; {@code auto} is a square. */
    public static PictureSize of(String ratio, int longSide) {
        if (ratio.equals("auto")) {
            return new PictureSize(longSide, longSide);
        }
        var colon = ratio.indexOf(':');
        var across = Integer.parseInt(ratio.substring(0, colon));
        var down = Integer.parseInt(ratio.substring(colon + 1));
        return across >= down
                ? new PictureSize(longSide, Math.round((float) longSide * down / across))
                : new PictureSize(Math.round((float) longSide * across / down), longSide);
    }

    /** The long side of {@code 1K}, {@code 2K} or {@code 4K}. */
    public static int longSide(String resolution) {
        return switch (resolution) {
            case "1K" -> 1024;
            case "2K" -> 2048;
            case "4K" -> 4096;
            default -> throw new IllegalArgumentException("resolution " + resolution);
        };
    }

    /** The same shape with no side longer than this. */
    PictureSize within(int longestSide) {
        var longer = Math.max(width, height);
        return longer <= longestSide
                ? this
                : new PictureSize(Math.max(1, (int) ((long) width * longestSide / longer)),
                        Math.max(1, (int) ((long) height * longestSide / longer)));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
