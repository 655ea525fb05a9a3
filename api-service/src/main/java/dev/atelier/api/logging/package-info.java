/** Log lines that an outage must not multiply. */
@NullMarked
package dev.atelier.api.logging;

import org.jspecify.annotations.NullMarked;
