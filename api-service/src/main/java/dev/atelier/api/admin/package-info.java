/** For operators: messages that could not be handled. */
@NullMarked
package dev.atelier.api.admin;

import org.jspecify.annotations.NullMarked;
