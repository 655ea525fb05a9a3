/** The one place that turns failures into answers (RFC 9457). */
@NullMarked
package dev.atelier.api.problems;

import org.jspecify.annotations.NullMarked;
