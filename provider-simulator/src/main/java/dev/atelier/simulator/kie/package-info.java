/** Kie.ai: unified jobs, callbacks per job, an HMAC over id and time. */
@NullMarked
package dev.atelier.simulator.kie;

import org.jspecify.annotations.NullMarked;
