# Parley's launcher for Windows: finds a JDK, builds when that is needed, runs the program.
# `.\parley.ps1 help` lists the commands. It does what the script `parley` does; a test holds both lists alike.
$ErrorActionPreference = 'Stop'

$MinJdk = 25
$Root = $PSScriptRoot
$Dist = Join-Path $Root 'app\target\parley'
$Jar = Join-Path $Dist 'parley.jar'
$Cache = Join-Path $Dist 'parley.aot'
$Commands = 'start check demo audit keys cluster migrate migrate-storage bench help' -split ' '

# Exit codes as in docs/operations/exit-codes.md.
$ExitUsage = 2
$ExitNoJdk = 6
$ExitNoBuild = 7

function Say([string] $Text) { [Console]::Error.WriteLine($Text) }

function Test-Jdk([string] $JavaHome) {
    if (-not $JavaHome -or -not (Test-Path (Join-Path $JavaHome 'bin\java.exe'))) { return $false }
    $release = Get-Content (Join-Path $JavaHome 'release') -ErrorAction SilentlyContinue
    $version = $release | Select-String '^JAVA_VERSION="(\d+)'
    return $version -and [int] $version.Matches[0].Groups[1].Value -ge $MinJdk
}

function Find-Jdk {
    $candidates = @($env:JAVA_HOME)
    $onPath = Get-Command java -ErrorAction SilentlyContinue
    if ($onPath) { $candidates += Split-Path (Split-Path $onPath.Source) }
    foreach ($parent in "$env:ProgramFiles\Eclipse Adoptium", "$env:ProgramFiles\Java", "$env:ProgramFiles\Microsoft", "$HOME\.jdks") {
        $candidates += Get-ChildItem $parent -Directory -ErrorAction SilentlyContinue | ForEach-Object FullName
    }
    return $candidates | Where-Object { Test-Jdk $_ } | Select-Object -First 1
}

function Get-Sources {
    $rooms = 'core', 'http', 'api', 'storage', 'storage-embedded', 'storage-cluster', 'engines\local', 'client', 'app' | ForEach-Object { Join-Path $Root $_ }
    $rooms += Get-ChildItem (Join-Path $Root 'services') -Directory | ForEach-Object FullName
    Get-Item (Join-Path $Root 'pom.xml')
    foreach ($room in $rooms) {
        Get-Item (Join-Path $room 'pom.xml')
        Get-ChildItem (Join-Path $room 'src\main') -File -Recurse
    }
}

function Test-NeedsBuild {
    if (-not (Test-Path (Join-Path $Root 'pom.xml'))) { return $false }
    if (-not (Test-Path $Jar)) { return $true }
    $built = (Get-Item $Jar).LastWriteTimeUtc
    $stamp = Get-Item (Join-Path $Dist 'built') -ErrorAction SilentlyContinue
    if ($stamp -and $stamp.LastWriteTimeUtc -gt $built) { $built = $stamp.LastWriteTimeUtc }
    return [bool] (Get-Sources | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1)
}

function Invoke-Build {
    if (-not (Get-Command mvn -ErrorAction SilentlyContinue)) {
        Say 'parley: Maven is needed to build; install it (for example: winget install Apache.Maven, scoop install maven)'
        exit $ExitNoBuild
    }
    if (-not (Test-Path (Join-Path $Jdk 'bin\javac.exe'))) {
        Say "parley: $Jdk has no compiler; install a full JDK $MinJdk to build"
        exit $ExitNoBuild
    }
    Say 'Building Parley (a first build fetches its libraries) ...'
    $env:JAVA_HOME = $Jdk
    Push-Location $Root
    try { & mvn -q -B '-Dmaven.test.skip=true' '-Dspotless.check.skip=true' package -pl app -am | Out-Host } finally { Pop-Location }
    if ($LASTEXITCODE -ne 0) {
        Say 'parley: the build failed; its messages are above'
        exit $ExitNoBuild
    }
    New-Item -Force -ItemType File (Join-Path $Dist 'built') | Out-Null
}

function Get-Collector { # G1 works beside the program, on processors that a small machine does not have
    if ("$env:PARLEY_JAVA_OPTS" -match '-XX:\+Use\w*GC') { return @() } # chosen already
    if ([Environment]::ProcessorCount -le 2) { return @('-XX:+UseParallelGC') }
    return @('-XX:+UseG1GC')
}

function Get-Fingerprint {
    $parts = @(Get-Content (Join-Path $Jdk 'release')) + @(Get-Content (Join-Path $Dist 'java.args')) + @(Get-Collector)
    $parts += Get-ChildItem $Jar, (Join-Path $Dist 'lib') | ForEach-Object { "$($_.Name) $($_.Length) $($_.LastWriteTimeUtc.Ticks)" }
    return $parts -join "`n"
}

function Test-CacheFits {
    return (Test-Path $Cache) -and (Test-Path "$Cache.for") -and ((Get-Content -Raw "$Cache.for") -eq (Get-Fingerprint))
}

function Invoke-Training {
    Remove-Item -Force -ErrorAction SilentlyContinue $Cache, "$Cache.for"
    $collector = @(Get-Collector)
    & $Java "@$Dist\java.args" @collector "-XX:AOTCacheOutput=$Cache" -jar $Jar train *> (Join-Path $Dist 'train.log')
    if ($LASTEXITCODE -eq 0 -and (Test-Path $Cache)) {
        Set-Content -NoNewline "$Cache.for" (Get-Fingerprint)
    } else {
        Remove-Item -Force -ErrorAction SilentlyContinue $Cache
        Say "parley: no start-up cache could be made (see $Dist\train.log); everything works, starting takes longer"
        Set-Content -NoNewline "$Cache.none" (Get-Fingerprint)
    }
}

if ($args.Count -gt 0 -and -not ([string] $args[0]).StartsWith('-') -and $Commands -notcontains $args[0]) {
    Say "parley: there is no command `"$($args[0])`"; the commands are: $Commands"
    exit $ExitUsage
}
$Jdk = Find-Jdk
if (-not $Jdk) {
    Say "parley: a JDK $MinJdk or newer is needed; get one from https://adoptium.net and set JAVA_HOME"
    exit $ExitNoJdk
}
$Java = Join-Path $Jdk 'bin\java.exe'
$arguments = @($args | Where-Object { $_ -ne '--build' })
if ($args -contains '--build' -or (Test-NeedsBuild)) { Invoke-Build }
if (-not (Test-Path $Jar)) {
    Say "parley: $Jar is missing and there are no sources to build it from"
    exit $ExitNoBuild
}
if ($arguments.Count -gt 0 -and $arguments[0] -eq 'bench') {
    $env:JAVA_HOME = $Jdk
    & (Join-Path $Root 'bench\run.ps1') @($arguments | Select-Object -Skip 1)
    exit $LASTEXITCODE
}
if ($arguments.Count -gt 0 -and $arguments[0] -eq 'cluster' -and $arguments -contains '--local') {
    Say 'parley: a local cluster needs the engines of a Unix host; run the containers: parley.ps1 cluster up'
    exit $ExitUsage
}
$known = (Test-Path "$Cache.none") -and ((Get-Content -Raw "$Cache.none") -eq (Get-Fingerprint))
if (-not (Test-CacheFits) -and -not $known) { Invoke-Training }

$flags = @("@$Dist\java.args") + @(Get-Collector)
if (Test-CacheFits) { $flags += "-XX:AOTCache=$Cache" }
if ($arguments.Count -gt 0 -and $arguments[0] -eq 'cluster') { $flags += "-Dparley.deploy=$Root\deploy" }
if ($env:PARLEY_JAVA_OPTS) { $flags += $env:PARLEY_JAVA_OPTS -split ' ' }
& $Java @flags -jar $Jar @arguments
exit $LASTEXITCODE
