# Builds and runs the benchmarks; `.\parley.ps1 bench` comes here with JAVA_HOME set to the JDK that it found.
# See bench/run for the arguments.
$ErrorActionPreference = 'Stop'
$Root = Split-Path -Parent $PSScriptRoot
Set-Location $Root

mvn -q -B "-Dmaven.test.skip=true" "-Dspotless.check.skip=true" package -pl bench -am
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

$Java = Join-Path $env:JAVA_HOME 'bin\java.exe'
$Flags = @('--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow',
    '-cp', ('bench\target\classes;' + (Get-Content 'bench\target\class-path' -Raw).Trim()))
if ($args.Count -gt 0 -and $args[0] -eq 'micro') {
    & $Java @Flags org.openjdk.jmh.Main @($args | Select-Object -Skip 1)
} else {
    & $Java @Flags dev.parley.bench.Bench @args
}
exit $LASTEXITCODE
