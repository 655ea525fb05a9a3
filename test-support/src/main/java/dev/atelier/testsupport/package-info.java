/** What tests run against: a real PostgreSQL, and the best AMQP broker that this machine has. */
@NullMarked
package dev.atelier.testsupport;

import org.jspecify.annotations.NullMarked;
