/** Geminigen.ai, also sold as SnapGen: its forms, its history, its errors. */
@NullMarked
package dev.atelier.worker.provider.geminigen;

import org.jspecify.annotations.NullMarked;
