/** What was made, to download and to delete. */
@NullMarked
package dev.atelier.api.outputs;

import org.jspecify.annotations.NullMarked;
