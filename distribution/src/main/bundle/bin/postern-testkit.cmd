@echo off
rem The postern-testkit command: a fake mail provider with OAuth, for tests.
setlocal
set "HOME_DIR=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -XX:TieredStopAtLevel=1 -cp "%HOME_DIR%\lib\*;%HOME_DIR%\lib\demo\*" org.postern.testkit.TestkitCommand %*
exit /b %ERRORLEVEL%
