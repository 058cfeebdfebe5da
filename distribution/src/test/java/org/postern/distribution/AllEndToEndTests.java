package org.postern.distribution;

import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All tests on Postfix, Dovecot and Keycloak, in one process, which starts them once. */
@Suite
@SelectPackages("org.postern.distribution.e2e")
class AllEndToEndTests {}
