/** Auth scheme {@code oauth}: access tokens by OAuth 2.0. */
package org.postern.auth.oauth;
