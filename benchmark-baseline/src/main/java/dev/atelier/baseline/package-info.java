/** The least that a Spring Boot application does for a request. */
@NullMarked
package dev.atelier.baseline;

import org.jspecify.annotations.NullMarked;
