/** Kie.ai: its families of endpoints, callbacks per job, an HMAC over id and time, and a chat that answers at once. */
@NullMarked
package dev.atelier.simulator.kie;

import org.jspecify.annotations.NullMarked;
