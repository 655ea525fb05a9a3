/** Fetches files from addresses that users and providers give, and from nowhere that they must not lead us. */
@NullMarked
package dev.atelier.net;

import org.jspecify.annotations.NullMarked;
