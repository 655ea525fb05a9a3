@NullMarked
package dev.atelier.standalone;

import org.jspecify.annotations.NullMarked;
