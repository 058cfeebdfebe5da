package org.postern.triggers.beans;

/** A session of the host product's command API. A host product implements it. */
@Described("A session of the host product's command API.")
public interface ApiSessionBean {

  @Described("Runs a com.mks.api.Command and gives its com.mks.api.response.Response.")
  Object executeCmd(Object command) throws Exception;

  @Described("The same as executeCmd.")
  Object execute(Object command) throws Exception;

  @Described("A command to be put together step by step.")
  ApiCommandRunnerBean createAPICommandRunnerBean();

  @Described("Ends the session.")
  void release();
}
