package dev.atelier.simulator.pictures;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param longestSide
 *            pictures are drawn no larger than this, whatever was asked for; a load run sets it low, so that drawing is
 *            not what it measures
 * @param drawnAtOnce
 *            bounds memory: a 4K picture takes 50 MB while it is drawn
 */
@ConfigurationProperties("atelier.simulator.pictures")
record PictureProperties(@DefaultValue("8192") int longestSide, @DefaultValue("4") int drawnAtOnce) {}
