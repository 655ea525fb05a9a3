/** The door for providers' callbacks: authenticated, made durable, and only then answered with yes. */
@NullMarked
package dev.atelier.api.webhooks;

import org.jspecify.annotations.NullMarked;
