/** Takes requests: checked against what the model accepts, stored, then nudged towards a worker. */
@NullMarked
package dev.atelier.api.generate;

import org.jspecify.annotations.NullMarked;
