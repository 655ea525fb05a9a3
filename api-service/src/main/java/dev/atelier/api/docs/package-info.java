/** The OpenAPI document, and a page that shows it. */
@NullMarked
package dev.atelier.api.docs;

import org.jspecify.annotations.NullMarked;
