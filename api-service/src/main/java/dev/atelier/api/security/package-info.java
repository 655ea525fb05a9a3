/** Who calls: an API key, or a header that a trusted gateway has set. */
@NullMarked
package dev.atelier.api.security;

import org.jspecify.annotations.NullMarked;
