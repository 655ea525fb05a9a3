/** What JSON a provider's published contract allows: closed, so that nothing passes which the contract does not name. */
@NullMarked
package dev.atelier.simulator.shapes;

import org.jspecify.annotations.NullMarked;
