/** Starts Atelier as separate processes on a database and a broker of its own, and lets them be killed. */
@NullMarked
package dev.atelier.benchmark.processes;

import org.jspecify.annotations.NullMarked;
