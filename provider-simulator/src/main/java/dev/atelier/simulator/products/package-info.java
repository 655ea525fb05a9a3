/** What providers make: pictures, which are drawn, and clips, sounds and words, which are the same every time. */
@NullMarked
package dev.atelier.simulator.products;

import org.jspecify.annotations.NullMarked;
