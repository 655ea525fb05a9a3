package dev.atelier.simulator.pictures;

/**
 * All that a picture depends on: the same picture is the same bytes, whenever it is drawn.
 *
 * @param number
 *            counts the pictures of one task, from 1
 */
public record Picture(PictureSize size, PictureFormat format, String prompt, String caption, int number) {}
