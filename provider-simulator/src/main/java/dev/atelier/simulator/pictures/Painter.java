package dev.atelier.simulator.pictures;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Draws a picture: a gradient and circles that follow from the prompt, with the prompt written over them. */
@Component
public class Painter {

    private static final Logger log = LoggerFactory.getLogger(Painter.class);
    private static final int WRITTEN_CHARACTERS = 240;

    private final int longestSide;
    private final Semaphore easels;
    private final boolean canWrite = canWrite();

    Painter(PictureProperties properties) {
        this.longestSide = properties.longestSide();
        this.easels = new Semaphore(properties.drawnAtOnce());
    }

    public void draw(Picture picture, OutputStream out) throws IOException {
        easels.acquireUninterruptibly();
        try {
            var image = paint(picture);
            var stream = new MemoryCacheImageOutputStream(out);
            if (!ImageIO.write(image, picture.format().extension(), stream)) {
                throw new IOException("nothing here writes " + picture.format());
            }
            stream.close();
        } finally {
            easels.release();
        }
    }

    private BufferedImage paint(Picture picture) {
        var size = picture.size().within(longestSide);
        var image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
        var graphics = image.createGraphics();
        try {
            var random = new SplittableRandom(31L * picture.prompt().hashCode() + picture.number());
            paintGround(graphics, size, random);
            if (canWrite) {
                write(graphics, size, picture);
            }
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private static void paintGround(Graphics2D graphics, PictureSize size, SplittableRandom random) {
        var hue = random.nextDouble();
        var from = Color.getHSBColor((float) hue, 0.62f, 0.86f);
        var to = Color.getHSBColor((float) (hue + 0.12 + random.nextDouble() * 0.2), 0.78f, 0.38f);
        graphics.setPaint(new GradientPaint(0, 0, from, size.width(), size.height(), to));
        graphics.fillRect(0, 0, size.width(), size.height());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setPaint(Color.WHITE);
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, 0.09f));
        for (var i = 0; i < 5; i++) {
            var across = (0.25 + random.nextDouble() * 0.6) * Math.min(size.width(), size.height());
            graphics.fill(new Ellipse2D.Double(random.nextDouble() * size.width() - across / 2,
                    random.nextDouble() * size.height() - across / 2, across, across));
        }
        graphics.setComposite(AlphaComposite.SrcOver);
    }

    private static void write(Graphics2D graphics, PictureSize size, Picture picture) {
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        var margin = Math.max(4, Math.min(size.width(), size.height()) / 14);
        var width = size.width() - 2 * margin;
        var captionSize = Math.max(8f, Math.min(size.width(), size.height()) / 36f);
        var fontSize = Math.max(10f, (float) Math.sqrt((double) size.width() * size.height()) / 18);
        var room = size.height() - 3 * margin - captionSize;
        var lines = lines(graphics, written(picture.prompt()), fontSize, width);
        while (height(lines) > room && fontSize > 10) {
            fontSize *= 0.85f;
            lines = lines(graphics, written(picture.prompt()), fontSize, width);
        }
        var y = margin + Math.max(0, (room - height(lines)) / 2);
        for (var line : lines) {
            y += line.getAscent();
            shadowed(graphics, line, margin + (width - line.getAdvance()) / 2, y, fontSize / 18);
            y += line.getDescent() + line.getLeading();
        }
        var caption = picture.caption() + "  " + picture.size()
                + (picture.number() > 1 ? "  #" + picture.number() : "");
        for (var line : lines(graphics, caption, captionSize, width)) {
            shadowed(graphics, line, margin, size.height() - margin, captionSize / 18);
            break;
        }
    }

    private static String written(String prompt) {
        var text = prompt.strip().replaceAll("\\s+", " ");
        if (text.isEmpty()) {
            return "(no prompt)";
        }
        return text.codePointCount(0, text.length()) <= WRITTEN_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, WRITTEN_CHARACTERS)) + " ...";
    }

    private static List<TextLayout> lines(Graphics2D graphics, String text, float fontSize, float width) {
        var attributed = new AttributedString(text);
        attributed.addAttribute(TextAttribute.FONT, new Font(Font.SANS_SERIF, Font.BOLD, 12).deriveFont(fontSize));
        var measurer = new LineBreakMeasurer(attributed.getIterator(), graphics.getFontRenderContext());
        var lines = new ArrayList<TextLayout>();
        while (measurer.getPosition() < text.length()) {
            lines.add(measurer.nextLayout(width));
        }
        return lines;
    }

    private static float height(List<TextLayout> lines) {
        var height = 0f;
        for (var line : lines) {
            height += line.getAscent() + line.getDescent() + line.getLeading();
        }
        return height;
    }

    private static void shadowed(Graphics2D graphics, TextLayout line, float x, float y, float distance) {
        graphics.setPaint(new Color(0, 0, 0, 90));
        line.draw(graphics, x + distance, y + distance);
        graphics.setPaint(Color.WHITE);
        line.draw(graphics, x, y);
    }

    /** Small container images come without any font, and then the first letter drawn is an error. */
    private static boolean canWrite() {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR);
        var graphics = image.createGraphics();
        try {
            graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 8));
            graphics.drawString("a", 0, 8);
            return true;
        } catch (RuntimeException | InternalError | LinkageError e) {
            log.warn("there is no font here, so pictures come without words: {}", e.toString());
            return false;
        } finally {
            graphics.dispose();
        }
    }
}
