/** Where outputs lie: files in a folder, or objects in a bucket. */
@NullMarked
package dev.atelier.output.store;

import org.jspecify.annotations.NullMarked;
