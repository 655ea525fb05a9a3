/** Who asks: users and their API keys. */
@NullMarked
package dev.atelier.user;

import org.jspecify.annotations.NullMarked;
