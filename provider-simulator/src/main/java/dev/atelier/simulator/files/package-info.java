/** Where results are downloaded. */
@NullMarked
package dev.atelier.simulator.files;

import org.jspecify.annotations.NullMarked;
