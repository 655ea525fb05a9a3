/** Stability AI: multipart everywhere; pictures in the answer, or later under one results path; no callbacks. */
@NullMarked
package dev.atelier.simulator.stability;

import org.jspecify.annotations.NullMarked;
