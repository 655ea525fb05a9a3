/** The OpenAPI document. */
@NullMarked
package dev.atelier.api.docs;

import org.jspecify.annotations.NullMarked;
