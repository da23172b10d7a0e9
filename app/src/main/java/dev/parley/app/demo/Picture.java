package dev.parley.app.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// A picture to send: a boat on the water.
final class Picture {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 200;

    private Picture() {}

    static byte[] png() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = image.createGraphics();
        brush.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        brush.setColor(new Color(0xBFE3F5));
        brush.fillRect(0, 0, WIDTH, HEIGHT);
        brush.setColor(new Color(0x2B6F9E));
        brush.fillRect(0, 130, WIDTH, 70);
        brush.setColor(new Color(0x7A3B1D));
        brush.fillPolygon(new int[] {90, 230, 205, 115}, new int[] {125, 125, 155, 155}, 4);
        brush.setColor(Color.WHITE);
        brush.fillPolygon(new int[] {160, 160, 215}, new int[] {30, 118, 118}, 3);
        brush.setColor(new Color(0x4A2A18));
        brush.setStroke(new BasicStroke(4));
        brush.drawLine(157, 24, 157, 125);
        brush.dispose();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }
}
