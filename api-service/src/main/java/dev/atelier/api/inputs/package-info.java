/** Files that callers bring along: uploaded, imported from an address, or written into a request. */
@NullMarked
package dev.atelier.api.inputs;

import org.jspecify.annotations.NullMarked;
