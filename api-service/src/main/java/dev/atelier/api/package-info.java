/** HTTP in: discovery, generation, callbacks, credentials. Everything here is stateless; PostgreSQL remembers. */
@NullMarked
package dev.atelier.api;

import org.jspecify.annotations.NullMarked;
