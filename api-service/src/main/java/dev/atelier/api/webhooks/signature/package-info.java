/** How providers sign their callbacks, one class a scheme. */
@NullMarked
package dev.atelier.api.webhooks.signature;

import org.jspecify.annotations.NullMarked;
