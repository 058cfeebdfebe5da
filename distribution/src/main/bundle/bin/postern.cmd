@echo off
rem The postern command. Finds Java by JAVA_HOME or on the path.
setlocal
set "HOME_DIR=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -XX:TieredStopAtLevel=1 -Dguice_custom_class_loading=CHILD -Djdk.http.auth.tunneling.disabledSchemes= "-Dpostern.home=%HOME_DIR%" -cp "%HOME_DIR%\lib\*;%HOME_DIR%\lib\demo\*" org.postern.distribution.Postern %*
exit /b %ERRORLEVEL%
