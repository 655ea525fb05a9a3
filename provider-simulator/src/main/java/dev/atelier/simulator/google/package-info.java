/** Google's Gemini API: content at once, interactions in the background, long-running operations, files behind the key. */
@NullMarked
package dev.atelier.simulator.google;

import org.jspecify.annotations.NullMarked;
