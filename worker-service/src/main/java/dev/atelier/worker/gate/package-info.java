/** What makes jobs wait instead of fail: a provider's rate limit, and a breaker for when it is down. */
@NullMarked
package dev.atelier.worker.gate;

import org.jspecify.annotations.NullMarked;
