/** Kie.ai: its vocabulary, its envelope, its errors. */
@NullMarked
package dev.atelier.worker.provider.kie;

import org.jspecify.annotations.NullMarked;
