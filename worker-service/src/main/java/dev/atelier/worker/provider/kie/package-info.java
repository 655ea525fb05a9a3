/** Kie.ai: its families of endpoints, its envelope, its errors. */
@NullMarked
package dev.atelier.worker.provider.kie;

import org.jspecify.annotations.NullMarked;
