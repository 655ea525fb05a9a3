/** Google's Gemini API: content in the answer, interactions in the background, long-running operations. */
@NullMarked
package dev.atelier.worker.provider.google;

import org.jspecify.annotations.NullMarked;
