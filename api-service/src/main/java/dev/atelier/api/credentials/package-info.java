/** Users' own provider keys: written, listed, deleted, never shown. */
@NullMarked
package dev.atelier.api.credentials;

import org.jspecify.annotations.NullMarked;
