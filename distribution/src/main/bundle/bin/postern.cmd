@echo off
rem The postern command. Finds Java by JAVA_HOME or on the path; POSTERN_JAVA_OPTS adds JVM options.
setlocal
set "HOME_DIR=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"

rem a server lives long enough for the JVM's best, and is to end at once without memory, as in bin/postern
set "CLASSES=%HOME_DIR%\lib\*"
set "KIND=command"
:next
if "%~1"=="" goto known
if "%~1"=="run" if not "%KIND%"=="trigger" set "KIND=run"
if "%~1"=="trigger" set "KIND=trigger"
if "%~1"=="demo" set "CLASSES=%CLASSES%;%HOME_DIR%\lib\demo\*"
shift
goto next
:known
set "JVM=-XX:TieredStopAtLevel=1"
set "COLLECTOR=-XX:+UseSerialGC"
if "%KIND%"=="run" set "JVM=-XX:+CrashOnOutOfMemoryError -XX:-CreateCoredumpOnCrash"
if "%KIND%"=="run" set "COLLECTOR=-XX:+UseParallelGC"
rem the JVM does not start with two
if defined POSTERN_JAVA_OPTS if not "%POSTERN_JAVA_OPTS:-XX:+Use=%"=="%POSTERN_JAVA_OPTS%" set "COLLECTOR="
rem said by Guice and by the spool's SQLite, which the JDK warns of from 24 on
"%JAVA%" --sun-misc-unsafe-memory-access=allow -version >nul 2>&1
if not errorlevel 1 goto modern
"%JAVA%" -version >nul 2>&1
if not errorlevel 1 goto start
echo postern: no Java was found; install a Java runtime 17 or newer, or set JAVA_HOME 1>&2
exit /b 1
:modern
set "JVM=%JVM% --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
:start
"%JAVA%" %JVM% %COLLECTOR% -Dguice_custom_class_loading=CHILD -Djdk.http.auth.tunneling.disabledSchemes= %POSTERN_JAVA_OPTS% "-Dpostern.home=%HOME_DIR%" -cp "%CLASSES%" org.postern.distribution.Postern %*
exit /b %ERRORLEVEL%
