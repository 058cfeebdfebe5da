/** Plug-ins: one folder, one class loader each, checked before anything of them runs. */
@org.jspecify.annotations.NullMarked
package org.postern.distribution.plugins;
