/** What models take, as rules that a request's JSON is held against, however strict the real provider may be. */
@NullMarked
package dev.atelier.simulator.inputs;

import org.jspecify.annotations.NullMarked;
