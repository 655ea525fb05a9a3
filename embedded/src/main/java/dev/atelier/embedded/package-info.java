/** A real PostgreSQL and an AMQP 0-9-1 broker that come with the program: nothing to install, loopback only. */
@NullMarked
package dev.atelier.embedded;

import org.jspecify.annotations.NullMarked;
