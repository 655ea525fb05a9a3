/** What a run found, and how it is shown. */
@NullMarked
package dev.atelier.benchmark.speed.report;

import org.jspecify.annotations.NullMarked;
