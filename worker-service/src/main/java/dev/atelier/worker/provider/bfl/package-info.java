/** Black Forest Labs: FLUX models, an endpoint each, with callbacks that are only a reason to look. */
@NullMarked
package dev.atelier.worker.provider.bfl;

import org.jspecify.annotations.NullMarked;
